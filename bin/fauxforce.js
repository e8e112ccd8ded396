#!/usr/bin/env node
// Old Node must be able to read this file, whatever its age: no syntax newer than import().
var version = process.versions.node.split('.').map(Number);

if (version[0] < 22 || (version[0] === 22 && version[1] < 18)) {
  console.error(
    'fauxforce needs Node 22.18 or newer and this is Node ' +
      process.versions.node +
      ': run it as npx -p node@24 -p fauxforce fauxforce',
  );
  process.exitCode = 2;
} else {
  // From the second start on, what was compiled is kept.
  process.getBuiltinModule('node:module').enableCompileCache();
  // A checkout runs from its sources, the package from what was built of them.
  import('../src/cli/main.ts').catch((error) => {
    if (!/src.cli.main\.ts$/.test(error.url)) throw error;
    return import('../dist/cli/main.js');
  });
}
