/** Describes: whole bodies, written from the facts (rest-data.md 3). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fauxforce } from '../../src/testing/index.ts';
import { startAcme } from '../identity/acme.ts';
import { expectRow } from '../rows/expect-row.ts';
import { attributes, Caller, S } from './caller.ts';
import { described, summary } from './described.ts';
import { CONTACT, EVENT, OPPORTUNITY } from './described-fields.ts';

const ROOT = '/services/data/v59.0';

let sf: Fauxforce;
let ada: Caller;
beforeAll(async () => {
  sf = await startAcme();
  ada = await Caller.of(sf);
});
afterAll(() => sf[Symbol.asyncDispose]());

const SUMMARIES = {
  Contact: summary('Contact', '003', ['Contact', 'Contacts']),
  Event: summary('Event', '00U', ['Event', 'Events'], { mergeable: false }),
  Opportunity: summary('Opportunity', '006', ['Opportunity', 'Opportunities'], {
    deepCloneable: true,
    mergeable: false,
  }),
};

const VALIDATORS = {
  etag: /^"[0-9a-f]{8}"$/,
  'last-modified': /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [\d:]{8} GMT$/,
};

describe('in full', () => {
  test('Contact', async () => {
    const fields = CONTACT;
    const children = [
      ['Case', 'ContactId', 'Cases', 'restrict'],
      ['Contact', 'MasterRecordId', null],
      ['Contact', 'ReportsToId', null],
      ['Event', 'WhoId', 'Events', 'cascade'],
      ['Lead', 'ConvertedContactId', null],
      ['Opportunity', 'ContactId', 'Opportunities'],
      ['Task', 'WhoId', 'Tasks', 'cascade'],
      ['User', 'ContactId', null],
    ] as const;
    expectRow(
      [
        'rest-data 3.3/members',
        'rest-data 3.3/field',
        'rest-data 3.3/validators',
        'rest-data 3.3/reference',
        'rest-data 3.3/string',
        'rest-data 3.3/textarea',
        'rest-data 3.3/long-textarea',
        'rest-data 3.3/boolean',
        'rest-data 3.3/datetime',
        'rest-data 3.3/date',
        'rest-data 3.3/double',
        'rest-data 3.3/address',
        'rest-data 3.3/picklist-values',
      ],
      await ada.get(`${ROOT}/sobjects/Contact/describe`),
      200,
      described({ summary: SUMMARIES.Contact, fields, children, root: ROOT, origin: sf.url }),
      VALIDATORS,
    );
  });

  test('Event', async () => {
    expectRow(
      ['rest-data 3.3/int', 'rest-data 3.3/string', 'rest-data 3.3/boolean'],
      await ada.get(`${ROOT}/sobjects/event/describe/`),
      200,
      described({ summary: SUMMARIES.Event, fields: EVENT, children: [], root: ROOT, origin: sf.url }),
    );
  });

  test('Opportunity', async () => {
    const children = [
      ['Event', 'WhatId', 'Events', 'cascade'],
      ['Lead', 'ConvertedOpportunityId', null],
      ['Task', 'WhatId', 'Tasks', 'cascade'],
    ] as const;
    expectRow(
      ['rest-data 3.3/double', 'rest-data 3.3/int'],
      await ada.get(`${ROOT}/sobjects/Opportunity/describe`),
      200,
      described({
        summary: SUMMARIES.Opportunity,
        fields: OPPORTUNITY,
        children,
        root: ROOT,
        origin: sf.url,
      }),
    );
  });

  test('in version 42.0 without what came later', async () => {
    const root = '/services/data/v42.0';
    const now = described({ summary: SUMMARIES.Event, fields: EVENT, children: [], root, origin: sf.url });
    const later =
      'associateEntityType associateParentEntity deepCloneable defaultImplementation extendedBy extendsInterfaces implementedBy implementsInterfaces isInterface aiPredictionField formulaTreatNullNumberAsZero';
    const then = later
      .split(' ')
      .reduce((body, name) => body.replaceAll(new RegExp(`"${name}":(?:null|false),`, 'g'), ''), now);
    expectRow(
      ['rest-data 3.3/members', 'rest-data 3.3/field'],
      await ada.get(`${root}/sobjects/Event/describe`),
      200,
      then,
    );
  });

  test('has one pair of validators for the org', async () => {
    const validators = async (object: string) => {
      const { etag, 'last-modified': modified } = (await ada.get(`${ROOT}/sobjects/${object}/describe`))
        .headers;
      return [etag, modified];
    };
    expect(await validators('Lead')).toEqual(await validators('Case'));
  });
});

const urls = (name: string, names: readonly string[]) =>
  Object.fromEntries(names.map((resource) => [resource, `${S}/${name}${PATHS[resource]}`]));
const PATHS: Readonly<Record<string, string>> = {
  compactLayouts: '/describe/compactLayouts',
  rowTemplate: '/{ID}',
  approvalLayouts: '/describe/approvalLayouts',
  caseArticleSuggestions: '/suggestedArticles',
  caseRowArticleSuggestions: '/{ID}/suggestedArticles',
  listviews: '/listviews',
  namedLayouts: '/describe/namedLayouts/{LayoutName}',
  passwordUtilities: '/{ID}/password',
  describe: '/describe',
  quickActions: '/quickActions',
  layouts: '/describe/layouts',
  sobject: '',
};
const COMMON = [
  'compactLayouts',
  'rowTemplate',
  'approvalLayouts',
  'listviews',
  'describe',
  'quickActions',
  'layouts',
  'sobject',
];
const OF_CASE = [
  'compactLayouts',
  'rowTemplate',
  'approvalLayouts',
  'caseArticleSuggestions',
  'caseRowArticleSuggestions',
  ...COMMON.slice(3),
];
const OF_USER = ['compactLayouts', 'rowTemplate', 'namedLayouts', 'passwordUtilities', ...COMMON.slice(4)];
const PLAIN = ['rowTemplate', 'describe', 'sobject'];

test('of all objects, sorted by name', async () => {
  const no = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, false]));
  const setup = no(
    'feedEnabled',
    'layoutable',
    'mergeable',
    'mruEnabled',
    'searchable',
    'triggerable',
    'undeletable',
  );
  const readOnly = { ...setup, ...no('createable', 'deletable', 'replicateable', 'updateable') };
  const rows: readonly (readonly [ReturnType<typeof summary>, readonly string[]])[] = [
    [summary('Account', '001', ['Account', 'Accounts']), COMMON],
    [summary('AppMenuItem', '0DS', ['AppMenuItem', 'AppMenuItem'], readOnly), PLAIN],
    [summary('Case', '500', ['Case', 'Cases'], no('mergeable')), OF_CASE],
    [
      summary('ConnectedApplication', '0H4', ['Connected Application', 'Connected Applications'], {
        ...readOnly,
        updateable: true,
      }),
      PLAIN,
    ],
    [SUMMARIES.Contact, COMMON],
    [SUMMARIES.Event, COMMON],
    [
      summary('IdpEventLog', '0vA', ['Identity Provider Event Log', 'Identity Provider Event Log'], readOnly),
      PLAIN,
    ],
    [summary('Lead', '00Q', ['Lead', 'Leads']), COMMON],
    [summary('LoginHistory', '0Ya', ['Login History', 'Login History'], readOnly), PLAIN],
    [
      summary('OauthToken', '0CQ', ['OAuth Token', 'OAuth Tokens'], { ...readOnly, retrieveable: false }),
      PLAIN,
    ],
    [SUMMARIES.Opportunity, COMMON],
    [
      summary('Organization', '00D', ['Organization', 'Organizations'], {
        ...setup,
        ...no('createable', 'deletable'),
      }),
      PLAIN,
    ],
    [summary('PermissionSet', '0PS', ['Permission Set', 'Permission Sets'], setup), PLAIN],
    [
      summary('PermissionSetAssignment', '0Pa', ['Permission Set Assignment', 'Permission Set Assignments'], {
        ...setup,
        replicateable: false,
      }),
      PLAIN,
    ],
    [summary('Profile', '00e', ['Profile', 'Profile'], setup), PLAIN],
    [summary('RecordType', '012', ['Record Type', 'Record Types'], setup), PLAIN],
    [summary('Task', '00T', ['Task', 'Tasks'], no('mergeable')), COMMON],
    [summary('User', '005', ['User', 'Users'], no('deletable', 'mergeable', 'undeletable')), OF_USER],
  ];
  const sobjects = rows.map(([own, names]) => ({ ...own, urls: urls(own.name, names) }));
  expectRow(
    [
      'rest-data 3.1/global',
      'rest-data 3.1/urls',
      'rest-data 3.1/contact-lead',
      'rest-data 3.1/case-opportunity',
      'rest-data 3.1/user',
      'rest-data 3.1/organization',
    ],
    await ada.get(S),
    200,
    JSON.stringify({ encoding: 'UTF-8', maxBatchSize: 200, sobjects }),
    VALIDATORS,
  );
});

test('of one object in short, with what the user saw last of it', async () => {
  const id = await ada.create('Contact', { LastName: 'Byron', FirstName: 'Ada' });
  await ada.create('Case', { Subject: 'x' });
  const objectDescribe = JSON.stringify({ ...SUMMARIES.Contact, urls: urls('Contact', COMMON) });
  expectRow(
    'rest-data 3.2/basic',
    await ada.get(`${S}/Contact`),
    200,
    `{"objectDescribe":${objectDescribe},"recentItems":[{${attributes('Contact', id)},"Id":"${id}","Name":"Ada Byron"}]}`,
  );
});
