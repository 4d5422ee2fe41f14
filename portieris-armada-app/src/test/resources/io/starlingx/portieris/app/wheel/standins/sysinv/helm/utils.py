"""Helm, as the conductor calls it."""

releases = {}
broken = False


def retrieve_helm_releases():
    return dict(releases)


def delete_helm_release(release, namespace='default'):
    if broken:
        raise RuntimeError('helm does not answer')
    del releases[release]
