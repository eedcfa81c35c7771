"""The article as a Wagtail page: the other side of ``benchmarks.article_store``, used by nothing else."""
