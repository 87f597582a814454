"""A podcast made of finished files, ours or anybody's: what each file says of itself becomes a feed that podcast apps subscribe to."""
