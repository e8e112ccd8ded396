/** Setup Home: the org, and the ways in. Quick Find without JavaScript answers here, with the tree of what it found. */
import { myDomainHostOf } from '../org/hosts.ts';
import type { SetupPage } from './visit.ts';

export const home: SetupPage = {
  show({ org, query, host }) {
    const sought = query.get('q');
    const found = sought
      ? [{ kind: 'message', tone: 'info', text: `The Setup menu shows what "${sought}" is in.` } as const]
      : [];
    return {
      kind: 'page',
      heading: 'Setup Home',
      blocks: [
        ...found,
        {
          kind: 'details',
          heading: 'Organization',
          rows: [
            ['Organization Name', org.name],
            ['Organization ID', org.id],
            ['Current My Domain URL', myDomainHostOf(org)],
            ['This server', host.origin],
          ],
        },
        {
          kind: 'text',
          text: 'What is saved here acts on tokens as Salesforce would have it, is what a seed can say, and lasts until the org is reset.',
        },
      ],
    };
  },
};
