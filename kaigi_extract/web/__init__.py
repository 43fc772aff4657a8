"""Pages in a browser, made and served on this machine: nothing is asked of the outside, and nobody outside is answered.

`server` runs them, `guard` decides who is answered, `pages` fills the templates. The rooms below are one site each.
"""
