"""What the queue does, without HTTP."""
