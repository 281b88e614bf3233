"""The screen: reads the library, submits jobs, never writes."""
