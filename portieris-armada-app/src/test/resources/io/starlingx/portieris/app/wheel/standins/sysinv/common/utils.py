AUTH = {'username': 'sysinv', 'password': 'secret'}


def get_local_docker_registry_auth():
    return dict(AUTH)
