import ArgumentParser
import TOMLKit
@main struct C: ParsableCommand {}
