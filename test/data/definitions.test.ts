/** The shipped objects, held to rest-data.md 10. */
import { expect, test } from 'vitest';
import { account } from '../../src/data/definitions/account.ts';

test('Account has its fields in describe order', () => {
  expect(account.fields.map(({ name }) => name).join(' ')).toBe(
    'Id IsDeleted MasterRecordId Name Type ParentId BillingStreet BillingCity BillingState BillingPostalCode BillingCountry ' +
      'BillingLatitude BillingLongitude BillingGeocodeAccuracy BillingAddress ShippingStreet ShippingCity ShippingState ' +
      'ShippingPostalCode ShippingCountry ShippingLatitude ShippingLongitude ShippingGeocodeAccuracy ShippingAddress Phone Fax ' +
      'AccountNumber Website PhotoUrl Sic Industry AnnualRevenue NumberOfEmployees Ownership TickerSymbol Description Rating ' +
      'Site OwnerId CreatedDate CreatedById LastModifiedDate LastModifiedById SystemModstamp LastActivityDate LastViewedDate ' +
      'LastReferencedDate Jigsaw JigsawCompanyId CleanStatus AccountSource DunsNumber Tradestyle NaicsCode NaicsDesc ' +
      'YearStarted SicDesc DandbCompanyId OperatingHoursId',
  );
});
