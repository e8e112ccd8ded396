/**
 * The order of test files. vitest begins with what took longest before, and on a bare machine, where nothing ran before, with the largest
 * files. Short files that take long would then come last of all, one worker idle beside each: in their projects they come first.
 */
import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Small files that drive something large: all of the catalogue, all laws of a store, all flows. */
export const LONG_IN_SHORT: readonly string[] = [
  'test/catalogue/recipes.test.ts',
  'test/catalogue/curl.test.ts',
  'test/catalogue/passed.test.ts',
  'test/store/sqlite.test.ts',
  'test/store/processes.test.ts',
  'test/store/postgres/postgres.test.ts',
];

export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const projects = Map.groupBy(await super.sort(files), ({ project }) => project);
    return [...projects.values()].flatMap((ofProject) => {
      const { long = [], other = [] } = Object.groupBy(ofProject, (file) =>
        this.#isLong(file) ? 'long' : 'other',
      );
      return [...long, ...other];
    });
  }

  #isLong({ moduleId }: TestSpecification): boolean {
    return LONG_IN_SHORT.includes(relative(this.ctx.config.root, moduleId).replaceAll('\\', '/'));
  }
}
