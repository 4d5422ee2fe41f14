class LifecycleHookInfo(object):

    def __init__(self, mode, lifecycle_type, relative_timing, operation):
        self.mode = mode
        self.lifecycle_type = lifecycle_type
        self.relative_timing = relative_timing
        self.operation = operation
        self.extra = {}
