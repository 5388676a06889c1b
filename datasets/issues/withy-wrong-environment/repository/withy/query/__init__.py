"""Looking into values: paths, settings, differences and documentation."""
