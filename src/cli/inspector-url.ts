/** The URL of a page of the inspector, as a browser can open it. */
import { LabClock } from '../ground/clock.ts';
import { SystemEntropy } from '../ground/entropy.ts';
import { oneTimeCode } from '../lab/plane/lab-cookie.ts';
import { CONSOLE_PATH } from '../wire/paths.ts';

/**
 * @param url of the server
 * @param path below that of the inspector, with its query
 * @param labToken of the server; the URL then opens the inspector once, within an hour
 */
export function inspectorUrl(url: string, path: string, labToken: string | undefined): string {
  const page = `${url}${CONSOLE_PATH}${path}`;
  if (labToken === undefined) return page;
  const code = oneTimeCode(labToken, new SystemEntropy(), new LabClock().untold());
  return `${page}${path.includes('?') ? '&' : '?'}once=${code}`;
}
