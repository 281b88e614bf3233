"""The weights of the ranker, in the order of the facts that ``study.Study`` finds.

Written by ``python -m benchmarks.train_summaries --write``; not to be changed by hand. Learnt from
947 articles with summaries by people: 500 of CNN, the CNN and Daily Mail part of FRANK, and
Vietnamese news of ViMDS with their titles. Only these sums are kept of them, no text.
"""

WORD = (
    -3.5251,
    0.8035,
    -0.0111,
    -2.0628,
    -0.4071,
    3.8312,
    1.9364,
    -0.2951,
    0.2940,
    0.3139,
    0.0564,
    0.0569,
    -0.0099,
    -0.0262,
    0.2713,
    0.1930,
    -0.0666,
    0.1204,
    0.0019,
)
PAIR = (
    -1.9643,
    1.3221,
    -1.4384,
    -0.3263,
    2.5043,
    0.9304,
    -0.2589,
    0.2310,
    0.1858,
    -0.3655,
    -0.0286,
    0.4657,
)
CHOICE = (
    -0.3589,
    0.1635,
    -0.0204,
    0.0641,
    0.0433,
    -0.0099,
    -0.0249,
    -0.0011,
    0.7213,
    -0.1597,
    0.0493,
    -0.1945,
    0.0084,
    -0.0813,
    -0.2653,
    1.3857,
    3.0329,
)
