"""The client is configured for the whole process, as the real one is."""

cluster = None


def AppsV1Api():
    return cluster.apps
