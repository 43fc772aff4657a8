"""stub"""
raise ImportError("not yet")
