/**
 * Manage Consumer Details: key and secret, for whoever has just verified who they are (setup-pages.md 6). The id of the secret is
 * Salesforce's, which scripts look for.
 */
import { isVerified } from '../../oauth/session/verified-browser.ts';
import type { App } from '../../org/model.ts';
import { VerifyIdentity } from '../../pages/verify-identity.ts';
import { type Answer, type Block, button, onward } from '../frame/blocks.ts';
import { goneAway } from '../frame/words.ts';
import type { SetupPage, Visit } from '../visit.ts';
import { appAsked, CONSUMER_DETAILS, developerPage, pageOf } from './paths.ts';

const IDS = 'appsetup:setupForm:consumerDetails:oauthConsumerSection';

export const consumerDetails: SetupPage = {
  show(visit) {
    const app = appAsked(visit);
    return app ? (verified(visit, app) ?? shown(app)) : goneAway('app');
  },
};

/** The page that asks for a code, and comes back; undefined for whom it has asked a moment ago. */
export function verified({ world, user, cookies, subject }: Visit, app: App): Answer | undefined {
  if (isVerified(world, cookies, user, subject.now)) return undefined;
  return onward(new VerifyIdentity(world).pathFor(user, developerPage(CONSUMER_DETAILS, app)));
}

function shown(app: App): Answer {
  return {
    kind: 'page',
    heading: app.label,
    above: 'Manage Consumer Details',
    blocks: [
      { kind: 'buttons', parts: [button('Back to Manage Connected Apps', pageOf(app))] },
      keyAndSecret(app),
    ],
  };
}

function keyAndSecret({ consumerKey, consumerSecret }: App): Block {
  return {
    kind: 'details',
    heading: 'Consumer Details',
    rows: [
      [
        'Consumer Key',
        {
          kind: 'copied',
          id: `${IDS}:consumerKeySection:consumerKey`,
          label: 'Consumer Key',
          text: consumerKey,
        },
      ],
      [
        'Consumer Secret',
        {
          kind: 'copied',
          id: `${IDS}:consumerSecretSection:consumerSecret`,
          label: 'Consumer Secret',
          text: consumerSecret,
        },
      ],
    ],
  };
}
