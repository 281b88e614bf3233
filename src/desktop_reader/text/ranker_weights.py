"""The weights of the ranker, in the order of the facts that ``ranker.Study`` finds.

Written by ``python -m benchmarks.train_summaries --write``; not to be changed by hand. Learnt from
947 articles with summaries by people: 500 of CNN, the CNN and Daily Mail part of FRANK, and
Vietnamese news of ViMDS with their titles. Only these sums are kept of them, no text.
"""

WORD = (
    -3.5370,
    0.7996,
    -2.0618,
    -0.4070,
    3.8310,
    1.9354,
    -0.2963,
    0.2941,
    0.3375,
    0.0797,
    -0.0243,
    0.2677,
    0.1914,
    -0.0685,
    0.1201,
)
PAIR = (
    -1.9693,
    1.3209,
    -1.4397,
    -0.3263,
    2.5079,
    0.9339,
    -0.2584,
    0.2296,
    0.1867,
    -0.3645,
    -0.0291,
    0.4659,
)
CHOICE = (
    -0.3583,
    0.1632,
    -0.0203,
    0.0641,
    0.0432,
    -0.0099,
    -0.0248,
    -0.0011,
    0.7220,
    -0.1594,
    0.0493,
    -0.1946,
    0.0083,
    -0.0811,
    -0.2625,
    1.3870,
    3.0282,
)
