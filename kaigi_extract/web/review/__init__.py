"""The review: doubtful values one by one beside their place on the page, settled through the room of corrections.

`holdings` is what is reviewed (an archive, or single files), `doubts` finds the values and puts them in order, `inputs`
says how a value is typed, `session` is the course of the work, and `site` are its pages.
"""
