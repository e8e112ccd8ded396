/** Personal Information and Advanced User Details: who one is here, which apps one allowed, and one's log-ins (setup-pages.md 16). */
import { type Block, button, type Details, onward } from '../frame/blocks.ts';
import { oauthConnections, revokeConnection } from '../users/connections.ts';
import { logInsOfUser } from '../users/log-ins.ts';
import { fullName } from '../users/paths.ts';
import type { SetupPage, Visit } from '../visit.ts';
import { ADVANCED_DETAILS, CHANGE_PASSWORD, RESET_TOKEN } from './paths.ts';

export const personalInformation: SetupPage = {
  show(visit) {
    return {
      kind: 'page',
      heading: 'Personal Information',
      above: 'My Personal Information',
      blocks: [...noticesOf(visit), buttons(), detailsOf(visit)],
    };
  },
};

export const advancedDetails: SetupPage = {
  async show(visit) {
    return {
      kind: 'page',
      heading: 'Advanced User Details',
      above: 'My Personal Information',
      blocks: [
        detailsOf(visit),
        await oauthConnections(visit, visit.user, ADVANCED_DETAILS),
        logInsOfUser(visit, visit.user),
      ],
    };
  },
  async save(visit) {
    await revokeConnection(visit, visit.user);
    return onward(ADVANCED_DETAILS);
  },
};

function noticesOf({ query }: Visit): Block[] {
  if (!query.has('changed')) return [];
  const text = 'Your password was changed. A new security token was mailed to you, and stands in the outbox.';
  return [{ kind: 'message', tone: 'done', text }];
}

function buttons(): Block {
  return {
    kind: 'buttons',
    parts: [
      button('Change My Password', CHANGE_PASSWORD),
      button('Reset My Security Token', RESET_TOKEN),
      button('Advanced User Details', ADVANCED_DETAILS),
    ],
  };
}

function detailsOf({ user, org }: Visit): Details {
  return {
    kind: 'details',
    heading: 'User Detail',
    rows: [
      ['Name', fullName(user)],
      ['Email', user.email],
      ['Username', user.username],
      ['Alias', user.alias],
      ['Profile', user.profile],
      ['Organization', org.name],
      ['Time Zone', user.timezone],
      ['Language', user.language],
    ],
  };
}
