"""Transport: how bytes come. One module for each way in; each has ``deliver(name, …) -> Delivery``."""
