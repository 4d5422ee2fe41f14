"""The chart plugins of a wheel, loaded as the platform loads them."""
import unittest
from types import SimpleNamespace as Object

from conductor import chart_plugins, entry_points
from sysinv.common import exception


def plugins(controllers=2, ipv6=False, role=None):
    return chart_plugins('portieris', Object(
        dbapi=Object(provisioned_controllers=controllers, ipv6=ipv6, role=role)))


class Overrides(unittest.TestCase):

    def test_charts_are_found_by_their_release_names_in_order(self):
        self.assertEqual(['portieris', 'trust-server'], list(plugins()))

    def test_application_is_found_under_its_name(self):
        self.assertEqual('systemconfig.helm_plugins.portieris',
                         entry_points('systemconfig.helm_applications')['portieris'].value)

    def test_namespaces_are_those_of_the_descriptor(self):
        found = plugins()
        self.assertEqual(['portieris'], found['portieris'].get_namespaces())
        self.assertEqual(['one', 'two'], found['trust-server'].get_namespaces())
        self.assertEqual(['one', 'two'], found['trust-server'].get_namespaces_by_app('portieris'))

    def test_without_a_namespace_all_are_returned(self):
        self.assertEqual({'one': {'pods': 5}, 'two': {'pods': 2}},
                         plugins()['trust-server'].get_overrides())

    def test_with_a_namespace_its_values_are_returned(self):
        self.assertEqual({'pods': 2}, plugins()['trust-server'].get_overrides('two'))

    def test_another_namespace_is_refused_in_the_platforms_words(self):
        with self.assertRaises(exception.InvalidHelmNamespace) as refused:
            plugins()['portieris'].get_overrides('other')
        self.assertEqual('Invalid helm overrides namespace (other) for chart portieris.',
                         str(refused.exception))

    def test_replicas_follow_the_provisioned_controllers(self):
        self.assertEqual(2, plugins(2)['portieris'].get_overrides('portieris')['replicaCount'])
        self.assertEqual(1, plugins(0)['portieris'].get_overrides('portieris')['replicaCount'])

    def test_replicas_of_bootstrap_win(self):
        self.assertEqual({'pods': 5}, plugins(2)['trust-server'].get_overrides('one'))

    def test_values_follow_the_kind_of_system(self):
        on = lambda **kind: plugins(**kind)['portieris'].get_overrides('portieris')['kind']  # noqa
        self.assertEqual('plain', on())
        self.assertEqual('six', on(ipv6=True))
        self.assertEqual('sub', on(role='subcloud'))
        self.assertEqual('sub', on(ipv6=True, role='subcloud'))
        self.assertEqual('plain', on(role='systemcontroller'))

    def test_what_the_platform_changes_is_its_own(self):
        plugin = plugins()['portieris']
        plugin.get_overrides('portieris')['kind'] = 'changed'
        self.assertEqual('plain', plugin.get_overrides('portieris')['kind'])
