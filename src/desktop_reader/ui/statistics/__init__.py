"""The statistics page: what came and what was read, as figures, plots and tables."""
