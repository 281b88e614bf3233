"""The weights of the ranker, in the order of the facts that ``study.Study`` finds.

Written by ``python -m benchmarks.train_summaries --write``; not to be changed by hand. Learnt from
947 articles with summaries by people: 500 of CNN, the CNN and Daily Mail part of FRANK, and
Vietnamese news of ViMDS with their titles. Only these sums are kept of them, no text.
"""

WORD = (
    -3.5032,
    0.7532,
    0.1268,
    -1.8005,
    -0.3318,
    3.4503,
    1.9045,
    -0.3107,
    0.3513,
    0.3446,
    0.0564,
    0.0389,
    -0.0099,
    -0.0256,
    0.2702,
    0.1717,
    -0.0620,
    0.0905,
    -0.0054,
)
PAIR = (
    -2.0568,
    1.3289,
    -1.4036,
    -0.3114,
    2.4807,
    0.9591,
    -0.2166,
    0.2190,
    0.1827,
    -0.3481,
    -0.0394,
    0.5000,
)
CHOICE = (
    -0.3717,
    0.1803,
    -0.0223,
    0.0616,
    0.0425,
    -0.0140,
    -0.0148,
    0.0023,
    0.7644,
    -0.1432,
    0.0563,
    -0.2079,
    -0.0075,
    -0.0902,
    -0.2967,
    1.3515,
    2.9723,
)
