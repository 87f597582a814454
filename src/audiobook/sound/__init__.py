"""Sound in and out of files: the only package that touches the codec library."""
