"""The lifecycle operator of the product's wheel, through every sequence of hooks."""
import tempfile
import unittest

from conductor import Conductor
from sysinv.common import exception
from sysinv.helm import utils

LABEL = 'app.starlingx.io/component'
MUTATING = 'trust.hooks.securityenforcement.admission.cloud.ibm.com'
IMAGES, POLICIES = 'images.portieris.cloud.ibm.com', 'policies.portieris.cloud.ibm.com'


class Lifecycle(unittest.TestCase):

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.conductor = Conductor(directory.name)
        self.conductor.render = self.render
        self.seen = []
        utils.releases, utils.broken = {}, False

    def render(self, values):
        """What the chart makes of the values that reach it."""
        policy = values.get('webHooks', {}).get('failurePolicy', 'Fail')
        self.seen.append(policy)
        admission = self.conductor._kube.admission
        admission.add('mutating', 'image-admission-config', **{MUTATING: policy})
        admission.add('validating', 'image-admission-config',
                      **{IMAGES: policy, POLICIES: 'Ignore'})

    def policies(self):
        admission = self.conductor._kube.admission
        return (admission.policies('mutating').get(MUTATING),
                admission.policies('validating').get(IMAGES),
                admission.policies('validating').get(POLICIES))

    def applied(self, **user):
        app = self.conductor.upload()
        self.conductor.user(app, 'portieris', user)
        self.assertTrue(self.conductor.apply(app), self.conductor.failed_hooks)
        return app

    def old(self, certs=None, **user):
        """A version of before, in use."""
        app = self.conductor._dbapi.add('portieris', '24.09-44', 'applied')
        self.conductor.user(app, 'portieris', user)
        if certs is not None:
            self.conductor.user(app, 'portieris-certs', certs)
        return app

    # Every operation

    def test_every_hook_reaches_the_platforms_own_operator(self):
        c = self.conductor
        app = self.applied()
        c.around('backup', app)
        c.around('etcd-backup', app)
        c.around('restore', app)
        c.hook(app, 'check', 'evaluate-reapply', None, 'auto', trigger={})
        app = c.update(app)
        c.remove(app)
        c.delete(app)
        self.assertEqual([], c.failed_hooks)
        self.assertEqual([
            ('operation', 'upload', 'post'),
            ('check', 'apply', 'pre'), ('operation', 'apply', 'pre'),
            ('resource', 'apply', 'pre'), ('manifest', 'apply', 'pre'),
            ('fluxcd-request', 'apply', 'pre'), ('fluxcd-request', 'apply', 'status'),
            ('fluxcd-request', 'apply', 'post'), ('manifest', 'apply', 'post'),
            ('operation', 'apply', 'post'),
            ('check', 'backup', 'pre'), ('operation', 'backup', 'pre'),
            ('operation', 'backup', 'post'),
            ('check', 'etcd-backup', 'pre'), ('operation', 'etcd-backup', 'pre'),
            ('operation', 'etcd-backup', 'post'),
            ('check', 'restore', 'pre'), ('operation', 'restore', 'pre'),
            ('operation', 'restore', 'post'),
            ('check', 'evaluate-reapply', None),
            ('check', 'update', 'pre'), ('resource', 'update', 'pre'),
            ('resource', 'apply', 'pre'), ('manifest', 'apply', 'pre'),
            ('fluxcd-request', 'apply', 'pre'), ('fluxcd-request', 'apply', 'status'),
            ('fluxcd-request', 'apply', 'post'), ('manifest', 'apply', 'post'),
            ('check', 'remove', 'pre'), ('operation', 'remove', 'pre'),
            ('fluxcd-request', 'remove', 'pre'), ('fluxcd-request', 'remove', 'post'),
            ('resource', 'remove', 'post'), ('operation', 'remove', 'post'),
            ('check', 'delete', 'pre'), ('operation', 'delete', 'pre'),
            ('resource', 'delete', 'pre'),
        ], c.base_hooks)

    def test_registry_key_is_made_and_deleted_by_the_platform(self):
        app = self.applied()
        self.assertEqual(['portieris'], self.conductor._kube.registry_keys)
        self.conductor.remove(app)
        self.assertEqual([], self.conductor._kube.registry_keys)

    def test_automatic_apply_is_refused_as_by_default(self):
        with self.assertRaisesRegex(exception.LifecycleSemanticCheckException,
                                    'Automatic apply is disabled for portieris.'):
            self.conductor.apply(self.conductor.upload(), mode='auto')

    def test_hooks_without_conductor_or_extra_are_served(self):
        app = self.applied()
        self.conductor.hook(app, 'check', 'abort', 'pre')
        self.conductor.hook(app, 'operation', 'abort', 'pre', aborted_op='apply')
        self.conductor.hook(app, 'operation', 'abort', 'post')
        self.conductor.hook(app, 'rbd', 'apply', 'pre')

    # Semantic check

    def test_apply_with_an_override_of_another_program_is_refused(self):
        app = self.conductor.upload()
        self.conductor.user(app, 'portieris', {'image': {'image': 'portieris'}})
        with self.assertRaisesRegex(
                exception.LifecycleSemanticCheckException,
                'User override image.image of chart portieris: the image is named by'):
            self.conductor.apply(app)

    def test_update_with_an_override_of_another_program_is_refused_before_anything_changes(self):
        old = self.old(certs={'caCert': 'Q0E='}, image={'image': 'portieris'})
        self.assertIs(old, self.conductor.update(old))
        self.assertIn('image.image', self.conductor.failed_hooks[0])
        self.assertEqual({'caCert': 'Q0E='}, self.conductor.user_of(old, 'portieris-certs'))
        self.assertEqual([], self.seen)

    # User overrides of other versions

    def test_update_moves_the_authorities_of_the_old_chart(self):
        new = self.conductor.update(self.old(certs={'caCert': 'Q0E='}, replicaCount=3))
        self.assertEqual({'TrustedCACert': 'Q0E=', 'replicaCount': 3},
                         self.conductor.user_of(new, 'portieris'))

    def test_update_moves_them_where_the_platform_has_no_hook_for_updates(self):
        new = self.conductor.update(self.old(certs={'caCert': 'Q0E='}), has_update_hook=False)
        self.assertEqual({'TrustedCACert': 'Q0E='}, self.conductor.user_of(new, 'portieris'))

    def test_update_keeps_authorities_that_are_in_the_new_place(self):
        new = self.conductor.update(self.old(certs={'caCert': 'b2xk'}, TrustedCACert='bmV3'))
        self.assertEqual({'TrustedCACert': 'bmV3'}, self.conductor.user_of(new, 'portieris'))

    def test_update_without_reuse_of_overrides_moves_nothing_to_the_new_version(self):
        new = self.conductor.update(self.old(certs={'caCert': 'Q0E='}), copies=False)
        self.assertIsNone(self.conductor.user_of(new, 'portieris'))

    def test_update_puts_back_the_policy_that_an_earlier_plugin_relaxed(self):
        for saved, expected in (('~', {'timeoutSeconds': 9}),
                                ('Fail', {'timeoutSeconds': 9, 'failurePolicy': 'Fail'})):
            with self.subTest(saved):
                old = self.old(PostUpgradePolicy=saved, ReapplyAdmissionWebhook=False,
                               webHooks={'failurePolicy': 'Ignore', 'timeoutSeconds': 9})
                new = self.conductor.update(old)
                self.assertEqual({'webHooks': expected}, self.conductor.user_of(new, 'portieris'))
                new.status = 'removed'

    def test_update_leaves_no_empty_map_behind(self):
        new = self.conductor.update(
            self.old(PostUpgradePolicy='~', webHooks={'failurePolicy': 'Ignore'}))
        self.assertIsNone(self.conductor.user_of(new, 'portieris'))

    def test_overrides_that_are_no_mapping_fail_the_update_and_stay(self):
        old = self.old()
        self.conductor._dbapi.overrides[old.id, 'portieris', 'portieris'] = '[1]'
        self.assertIs(old, self.conductor.update(old))
        self.assertIn('no mapping', self.conductor.failed_hooks[0])
        self.assertEqual([1], self.conductor.user_of(old, 'portieris'))

    # Releases of other versions

    def test_update_removes_the_release_whose_objects_are_taken_over_before_it_applies(self):
        utils.releases = {'portieris-portieris-certs': {}, 'portieris-portieris': {}}
        seen = []
        self.conductor.render = lambda values: seen.append(list(utils.releases))
        self.conductor.update(self.old())
        self.assertEqual([['portieris-portieris']], seen)
        self.assertEqual([('helm.toolkit.fluxcd.io', 'helmreleases', 'portieris',
                           'portieris-certs')], self.conductor._kube.deleted)

    def test_apply_that_is_no_update_removes_no_release(self):
        utils.releases = {'portieris-portieris-certs': {}}
        self.applied()
        self.assertEqual(['portieris-portieris-certs'], list(utils.releases))
        self.assertEqual([], self.conductor._kube.deleted)

    def test_update_without_such_a_release_goes_on(self):
        self.conductor.update(self.old())
        self.assertEqual([], self.conductor.failed_hooks)

    def test_update_fails_where_the_release_cannot_be_removed(self):
        utils.releases, utils.broken = {'portieris-portieris-certs': {}}, True
        old = self.old()
        self.assertIs(old, self.conductor.update(old))
        self.assertIn('helm does not answer', self.conductor.failed_hooks)
        self.assertEqual([], self.seen)

    # Failure policy

    def test_apply_leaves_the_policy_that_the_user_chose(self):
        self.applied(webHooks={'failurePolicy': 'Ignore'})
        self.assertEqual(('Ignore', 'Ignore', 'Ignore'), self.policies())
        self.assertEqual(['Ignore'], self.seen)

    def test_update_is_rendered_relaxed_and_enforced_afterwards(self):
        new = self.conductor.update(self.old(webHooks={'failurePolicy': 'Fail'}))
        self.assertEqual(['Ignore'], self.seen)
        self.assertEqual(('Fail', 'Fail', 'Ignore'), self.policies())
        self.assertEqual({'webHooks': {'failurePolicy': 'Fail'}},
                         self.conductor.user_of(new, 'portieris'))

    def test_apply_after_an_update_is_rendered_as_configured(self):
        self.conductor.apply(self.conductor.update(self.old()))
        self.assertEqual(['Ignore', 'Fail'], self.seen)
        self.assertEqual(('Fail', 'Fail', 'Ignore'), self.policies())

    def test_failed_update_is_enforced_again(self):
        old = self.old()
        self.render({'webHooks': {'failurePolicy': 'Ignore'}})
        self.conductor.helm_fails = True
        self.assertIs(old, self.conductor.update(old))
        self.assertEqual(('Fail', 'Fail', 'Ignore'), self.policies())

    def test_update_that_cannot_be_enforced_again_has_failed(self):
        old = self.old()
        self.conductor.render = lambda values: (
            self.render(values), setattr(self.conductor._kube.admission, 'broken', True))
        self.assertIs(old, self.conductor.update(old))
        self.assertIn('the API server does not answer', self.conductor.failed_hooks)

    # Backup and restore

    def test_backup_is_taken_with_both_configurations_relaxed_and_complete(self):
        app = self.applied()
        during = []
        self.conductor.around('backup', app, lambda: during.append(self.policies()))
        self.assertEqual([('Ignore', 'Ignore', 'Ignore')], during)
        self.assertEqual(('Fail', 'Fail', 'Ignore'), self.policies())
        for found in self.conductor._kube.admission.configurations.values():
            self.assertEqual([['all']] * len(found['image-admission-config'].webhooks),
                             [w.rules for w in found['image-admission-config'].webhooks])

    def test_restore_enforces_what_the_backup_had_relaxed(self):
        app = self.applied()
        self.conductor.hook(app, 'operation', 'backup', 'pre', 'auto')
        self.conductor.around('restore', app)
        self.assertEqual(('Fail', 'Fail', 'Ignore'), self.policies())

    def test_backup_goes_on_without_an_answer_and_says_if_it_cannot_enforce_again(self):
        app = self.applied()
        self.conductor._kube.admission.broken = True
        with self.assertRaisesRegex(Exception, 'the API server does not answer'):
            self.conductor.around('backup', app)
        self.assertEqual([], self.conductor.failed_hooks)

    def test_backup_without_the_webhook_does_nothing(self):
        self.conductor.around('backup', self.conductor.upload())
        self.assertEqual([], self.conductor.failed_hooks)

    # Namespace label

    def test_namespace_is_labelled_before_its_first_pod(self):
        self.applied()
        self.assertEqual({LABEL: 'platform'}, self.conductor._kube.core.namespaces['portieris'])
        self.assertEqual([], self.conductor._kube.apps.restarted)

    def test_changed_label_restarts_what_runs(self):
        app = self.applied()
        self.conductor._kube.apps.deployments = ['portieris-portieris']
        self.conductor.user(app, 'portieris', {LABEL: 'application'})
        self.conductor.apply(app)
        self.assertEqual({LABEL: 'application'}, self.conductor._kube.core.namespaces['portieris'])
        self.conductor.apply(app)
        self.assertEqual(['portieris-portieris'], self.conductor._kube.apps.restarted)

    def test_unknown_label_value_changes_nothing_and_fails_nothing(self):
        app = self.applied()
        self.conductor.user(app, 'portieris', {LABEL: 'somewhere'})
        self.assertTrue(self.conductor.apply(app))
        self.assertEqual({LABEL: 'platform'}, self.conductor._kube.core.namespaces['portieris'])

    def test_other_labels_of_the_namespace_stay(self):
        self.conductor._kube.core.namespaces['portieris'] = {'kubernetes.io/metadata.name': 'x'}
        self.applied()
        self.assertEqual({'kubernetes.io/metadata.name': 'x', LABEL: 'platform'},
                         self.conductor._kube.core.namespaces['portieris'])

    def test_label_that_cannot_be_written_fails_nothing(self):
        del self.conductor._kube.core.namespaces
        with self.assertRaises(AttributeError):
            self.conductor._kube.core.read_namespace('portieris')
        self.conductor._kube.create_registry_key = lambda namespace: None
        self.assertTrue(self.conductor.apply(self.conductor.upload()))
