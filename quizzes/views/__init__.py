"""Pages and posts: each finds, does at most one thing, and shows."""
