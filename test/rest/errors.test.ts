/** What refuses a record that fauxforce has no rule for: a test arms it, and the answer is Salesforce's (rest-data.md 2.8). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RefusalName } from '../../src/refusals/catalogue.ts';
import type { Fauxforce } from '../../src/testing/index.ts';
import { startAcme } from '../identity/acme.ts';
import { expectRow } from '../rows/expect-row.ts';
import type { RowId } from '../rows/row.ts';
import { Caller, NOT_FOUND, refused, S } from './caller.ts';

let sf: Fauxforce;
let ada: Caller;
beforeAll(async () => {
  sf = await startAcme();
  ada = await Caller.of(sf);
});
afterAll(() => sf[Symbol.asyncDispose]());

const DUPLICATE = "You're creating a duplicate record. We recommend you use an existing record instead.";

describe('armed', () => {
  test.each<[RefusalName, RowId, number, string]>([
    [
      'record.record-type',
      'rest-data 2.8/record-type',
      400,
      refused(
        'INVALID_CROSS_REFERENCE_KEY',
        "Record Type ID: this ID value isn't valid for the user: 0128M0000004HVOQA2",
        ['RecordTypeId'],
      ),
    ],
    [
      'record.duplicate-rule',
      'rest-data 2.8/duplicate-rule',
      400,
      `[{"duplicateResut":{"allowSave":true,"duplicateRule":"Standard_Contact_Duplicate_Rule","duplicateRuleEntityType":"Contact","errorMessage":"${DUPLICATE}","matchResults":[]},"errorCode":"DUPLICATES_DETECTED","message":"${DUPLICATE}"}]`,
    ],
    [
      'record.validation-rule',
      'rest-data 2.8/validation-rule',
      400,
      refused('FIELD_CUSTOM_VALIDATION_EXCEPTION', 'The record breaks a validation rule.', []),
    ],
    [
      'record.integrity',
      'rest-data 2.8/integrity',
      400,
      refused(
        'FIELD_INTEGRITY_EXCEPTION',
        'A country/territory must be specified before specifying a state value for field: State/Province',
        ['State'],
      ),
    ],
    [
      'record.record-type-missing',
      'rest-data 2.8/no-record-type',
      400,
      refused('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'record type missing for: Account', []),
    ],
    [
      'record.server-fault',
      'rest-data 2.8/server-fault',
      500,
      refused(
        'UNKNOWN_EXCEPTION',
        'An unexpected error occurred. Please include this ErrorId if you contact support: 243926966-107564 (1182868337)',
      ),
    ],
    [
      'record.transaction-security-metering',
      'rest-data 2.8/transaction-security',
      400,
      refused(
        'TXN_SECURITY_METERING_ERROR',
        "We can't complete the action because enabled transaction security policies took too long to complete.",
      ),
    ],
    [
      'record.transaction-security',
      'rest-data 2.8/transaction-security',
      400,
      refused(
        'TXN_SECURITY_NO_ACCESS',
        "The operation you requested isn't allowed due to a security policy in your organization. Contact your administrator for more information about security policies.",
      ),
    ],
    [
      'record.feature-off',
      'rest-data 2.8/feature-off',
      403,
      refused('FUNCTIONALITY_NOT_ENABLED', 'This feature is not currently enabled for this user.'),
    ],
  ])('%s', async (name, row, status, body) => {
    sf.arm(name);
    expectRow(row, await ada.call('POST', `${S}/Contact`, { LastName: name }), status, body);
    const { body: found } = await ada.query(`SELECT count() FROM Contact WHERE LastName = '${name}'`);
    expect(found).toBe('{"totalSize":0,"done":true,"records":[]}');
  });

  test('a row lock names the record', async () => {
    sf.arm('record.row-lock');
    expectRow(
      'rest-data 2.8/row-lock',
      await ada.call('POST', `${S}/Contact`, { LastName: 'x' }),
      400,
      refused(
        'UNABLE_TO_LOCK_ROW',
        'unable to obtain exclusive access to this record or 1 records: <id>',
        [],
      ),
    );
  });
});

describe('refused', () => {
  test('a converted lead', async () => {
    const id = await ada.create('Lead', { LastName: 'x', Company: 'Acme', IsConverted: true });
    expectRow(
      'rest-data 2.8/converted-lead',
      await ada.call('PATCH', `${S}/Lead/${id}`, { LastName: 'y' }),
      400,
      refused('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead', []),
    );
  });

  test('a method that the resource has not, PUT of a record', async () => {
    expectRow(
      'rest-data 2.8/method',
      await ada.call('DELETE', `${S}/Account/describe`),
      405,
      '[{"errorCode":"METHOD_NOT_ALLOWED","message":"HTTP Method \'DELETE\' not allowed. Allowed are HEAD,GET"}]',
    );
    expectRow(
      ['rest-data 2.3/put', 'rest-data 2.8/method'],
      await ada.call('PUT', `${S}/Account/001FF0000000000AAA`, {}),
      405,
      '[{"errorCode":"METHOD_NOT_ALLOWED","message":"HTTP Method \'PUT\' not allowed. Allowed are HEAD,GET,PATCH,DELETE"}]',
    );
  });

  test('an unknown object', async () => {
    expectRow('rest-data 2.8/unknown-object', await ada.get(`${S}/Invoice__c/describe`), 404, NOT_FOUND);
  });
});
