"""What things cost: ``python -m benchmarks`` lists them, ``python -m benchmarks NAME…`` measures.

Everything is measured in a fresh process of its own (the ``*_probe`` modules), on libraries and feeds that ``corpus``
makes anew from nothing but numbers. Nothing here fails because something is slow: it prints, and a person judges.
"""
