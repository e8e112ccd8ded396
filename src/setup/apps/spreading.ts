/** Says that what was saved has not spread yet: until then requests meet the app as it was, or not at all. */
import type { App } from '../../org/model.ts';
import { type Block, button } from '../frame/blocks.ts';
import { timeText } from '../frame/words.ts';
import type { Visit } from '../visit.ts';
import { developerPage, SAVED } from './paths.ts';

const MINUTE = 60_000;

/** Nothing once it has. */
export function spreadingNote({ subject }: Pick<Visit, 'subject'>, app: App): Block[] {
  const known = app.createdAt === undefined ? 0 : app.createdAt + app.propagationDelay * MINUTE;
  const isNew = app.propagationDelay > 0 && known > subject.now;
  const until = isNew ? known : (app.earlier?.until ?? 0);
  if (until <= subject.now) return [];
  const what = isNew ? 'Nobody knows this app before' : 'Requests meet this app as it was until';
  return [
    { kind: 'message', tone: 'info', text: `${what} ${timeText(until)} by the clock of this org.` },
    { kind: 'buttons', parts: [button('Wait or Move the Clock', developerPage(SAVED, app))] },
  ];
}
