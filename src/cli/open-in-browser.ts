/** Opens a URL in the browser of the person at this machine. */
import { spawn } from 'node:child_process';
import { CommandError } from './failure.ts';

/**
 * Returns once the browser was asked, or the program that finds one. `BROWSER` names a program, as for other tools.
 *
 * @throws CommandError when there is none
 */
export async function openInBrowser(url: string): Promise<void> {
  const [program, ...args] = opener(process.platform, process.env.BROWSER);
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', () =>
      reject(
        new CommandError(`${program} cannot be run: open the URL yourself, or name a browser in BROWSER`),
      ),
    );
  });
  child.unref();
}

function opener(platform: NodeJS.Platform, browser: string | undefined): [string, ...string[]] {
  if (browser) return [browser];
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return ['xdg-open'];
}
