/** A reporter of vitest: names the tests that were skipped, and fails the run when there is one. */
import type { Reporter, TestModule } from 'vitest/node';

export default class NoSkips implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) =>
      Array.from(
        module.children.allTests('skipped'),
        (test) => `${module.relativeModuleId} > ${test.fullName}`,
      ),
    );
    if (skipped.length === 0) return;
    console.error(`\n${skipped.length} skipped, and nothing may be:\n  ${skipped.join('\n  ')}`);
    process.exitCode = 1;
  }
}
