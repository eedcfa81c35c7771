"""WordPress exports: WXR 1.0 to 1.2. ``stream`` parses, ``survey`` looks through the file once, ``reader`` yields."""
