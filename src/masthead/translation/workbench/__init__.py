"""Where a translator works: a document sentence by sentence, source beside target, and the signature under it."""
