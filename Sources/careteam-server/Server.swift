import ArgumentParser
import ServiceLifecycle
@main struct S: ParsableCommand {}
