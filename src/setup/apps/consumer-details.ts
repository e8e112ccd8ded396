/**
 * Manage Consumer Details: key and secret, for whoever has just verified who they are, and a staged pair (setup-pages.md 6). The id of
 * the secret is Salesforce's, which scripts look for.
 */
import { isVerified } from '../../oauth/session/verified-browser.ts';
import type { App } from '../../org/model.ts';
import { VerifyIdentity } from '../../pages/verify-identity.ts';
import { SeedError } from '../../seed/problems.ts';
import { applyStagedConsumer, cancelStagedConsumer, stageConsumer } from '../../world/consumer-details.ts';
import { tokenFor } from '../forms/proof.ts';
import {
  type Action,
  type Answer,
  type Block,
  button,
  type Copied,
  onward,
  type Page,
} from '../frame/blocks.ts';
import { goneAway } from '../frame/words.ts';
import { ROTATE } from '../needs.ts';
import { mayDo } from '../permitted.ts';
import type { SetupPage, Visit } from '../visit.ts';
import { appAsked, CONSUMER_DETAILS, developerPage, pageOf } from './paths.ts';

const IDS = 'appsetup:setupForm:consumerDetails:oauthConsumerSection';

export const consumerDetails: SetupPage = {
  saves: ROTATE,
  show(visit) {
    const app = appAsked(visit);
    return app ? (unverified(visit, app) ?? shown(visit, app)) : goneAway('app');
  },
  async save(visit) {
    const app = appAsked(visit);
    if (!app) return goneAway('app');
    const gate = unverified(visit, app);
    if (gate) return gate;
    try {
      await rotate(visit, app);
    } catch (error) {
      if (error instanceof SeedError) return shown(visit, app, error.message);
      throw error;
    }
    return onward(developerPage(CONSUMER_DETAILS, app));
  },
};

/** The page that asks for a code, and comes back; undefined for whom it has asked a moment ago. */
function unverified({ world, user, cookies, subject }: Visit, app: App): Answer | undefined {
  if (isVerified(world, cookies, user, subject.now)) return undefined;
  return onward(new VerifyIdentity(world).pathFor(user, developerPage(CONSUMER_DETAILS, app)));
}

/** @throws SeedError if somebody else was faster */
async function rotate({ world, org, sent }: Visit, app: App): Promise<void> {
  const what = sent.text('do');
  if (what === 'generate') await stageConsumer(world, org, app.id);
  if (what === 'apply') await applyStagedConsumer(world, org, app.id, sent.text('client_id'));
  if (what === 'cancel') await cancelStagedConsumer(world, org, app.id);
}

function shown(visit: Visit, app: App, problem?: string): Page {
  const mayRotate = mayDo(visit.subject, ROTATE);
  return {
    kind: 'page',
    heading: app.label,
    above: 'Manage Consumer Details',
    blocks: [
      ...(problem === undefined ? [] : [{ kind: 'message', tone: 'error', text: problem } as const]),
      { kind: 'buttons', parts: [button('Back to Manage Connected Apps', pageOf(app))] },
      {
        kind: 'details',
        heading: 'Consumer Details',
        rows: [
          ['Consumer Key', copied('Consumer Key', 'consumerKeySection:consumerKey', app.consumerKey)],
          [
            'Consumer Secret',
            copied('Consumer Secret', 'consumerSecretSection:consumerSecret', app.consumerSecret),
          ],
        ],
      },
      ...(mayRotate ? staged(visit, app) : []),
    ],
  };
}

function copied(label: string, id: string, text: string): Copied {
  return { kind: 'copied', id: `${IDS}:${id}`, label, text };
}

function staged(visit: Visit, app: App): Block[] {
  const act = (what: string, label: string, more: Readonly<Record<string, string>> = {}): Action => ({
    kind: 'action',
    label,
    to: developerPage(CONSUMER_DETAILS, app),
    token: tokenFor(visit, CONSUMER_DETAILS),
    fields: { do: what, ...more },
  });
  const { stagedConsumer: pair } = app;
  const heading = 'Staged Consumer Details';
  if (!pair) {
    const note =
      'A staged key and secret are of no use until they are applied; then the ones above stop working, and their tokens end.';
    return [{ kind: 'details', heading, rows: [[heading, [note, act('generate', 'Generate')]]] }];
  }
  return [
    {
      kind: 'details',
      heading,
      rows: [
        [
          'Staged Consumer Key',
          copied('Staged Consumer Key', 'stagedKeySection:consumerKey', pair.consumerKey),
        ],
        [
          'Staged Consumer Secret',
          copied('Staged Consumer Secret', 'stagedSecretSection:consumerSecret', pair.consumerSecret),
        ],
      ],
    },
    {
      kind: 'buttons',
      parts: [act('apply', 'Apply', { client_id: pair.consumerKey }), act('cancel', 'Cancel')],
    },
  ];
}
