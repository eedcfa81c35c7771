"""ninjs, IPTC's news items in JSON: https://iptc.org/standards/ninjs/."""
