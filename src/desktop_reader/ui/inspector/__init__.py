"""What stands beside an article or under it: its summary, similar readings, statistics, details.

``inspector`` is the widget, the same in both places; ``dock`` holds it at the window's side; ``summary``, ``readings``,
``statistics`` and ``details`` are its sections, made of ``prose``, ``value`` and ``pressable``. ``formats`` writes
dates and shortens; ``difference`` and ``changes`` show what an article said before it was updated.
"""
