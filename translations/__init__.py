"""The words of Desktop Reader in other languages: found in its sources, kept in ``*.ts``, compiled into ``*.qm``.

``python3 dev.py translations`` does all of it; then translate what is marked ``unfinished`` and do it again. A new
language begins with an empty file, ``touch translations/fr.ts``. English is there too, for the plurals alone.
"""
