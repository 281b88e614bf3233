"""The verbs: one frozen dataclass per deed; ``run(library)`` is one transaction and returns ``Changes``."""
