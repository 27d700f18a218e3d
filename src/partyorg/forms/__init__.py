"""Forms: what organisation departments really have, turned into the tables of a data set."""
