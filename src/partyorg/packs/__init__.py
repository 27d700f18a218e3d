"""The packs that come with the library: law as data, and its worked cases."""
