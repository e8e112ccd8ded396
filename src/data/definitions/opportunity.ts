/** Opportunity (rest-data.md 10). */
import { UNMERGEABLE } from './capabilities.ts';
import {
  boolean,
  CREATE_ONLY,
  child,
  currency,
  DEFAULTED,
  date,
  datetime,
  double,
  ID,
  IS_DELETED,
  int,
  LAST_ACTIVITY,
  LAST_SEEN,
  NO_FLS,
  NO_QUERY,
  percent,
  picklist,
  READ_ONLY,
  REQUIRED,
  reference,
  SYSTEM_BLOCK,
  string,
  textarea,
} from './field.ts';
import type { WrittenObject } from './object.ts';
import { LEAD_SOURCES } from './words.ts';

const STAGES =
  'Prospecting|Qualification|Needs Analysis|Value Proposition|Id. Decision Makers|Perception Analysis|' +
  'Proposal/Price Quote|Negotiation/Review|Closed Won|Closed Lost';
const TYPES =
  'Existing Customer - Upgrade|Existing Customer - Replacement|Existing Customer - Downgrade|New Customer';
const FORECASTS = 'Omitted|Pipeline|BestCase|MostLikely|Forecast|Closed';
const FORECAST_NAMES = 'Omitted|Pipeline|Best Case|Commit|Closed';

export const opportunity: WrittenObject = {
  name: 'Opportunity',
  label: 'Opportunity',
  labelPlural: 'Opportunities',
  keyPrefix: '006',
  capabilities: new Set([...UNMERGEABLE, 'deepCloneable']),
  fields: [
    { ...ID, label: 'Opportunity ID' },
    IS_DELETED,
    reference('AccountId', 'Account', child('Opportunities', 'cascade')),
    boolean('IsPrivate'),
    string('Name', 120, { ...REQUIRED, isIdLookup: true, isNameField: true }),
    textarea('Description', 32_000),
    picklist('StageName', 255, STAGES, { ...REQUIRED, label: 'Stage' }),
    currency('Amount', 18, 2),
    percent('Probability', 3, 0, { ...DEFAULTED, label: 'Probability (%)' }),
    currency('ExpectedRevenue', 18, 2, { ...READ_ONLY, label: 'Expected Amount' }),
    double('TotalOpportunityQuantity', 18, 2, { label: 'Quantity' }),
    date('CloseDate', REQUIRED),
    picklist('Type', 255, TYPES, { label: 'Opportunity Type' }),
    string('NextStep', 255),
    picklist('LeadSource', 255, LEAD_SOURCES),
    boolean('IsClosed', READ_ONLY),
    boolean('IsWon', READ_ONLY),
    picklist('ForecastCategory', 40, FORECASTS, {
      ...READ_ONLY,
      ...DEFAULTED,
      isNillable: false,
      isRestrictedPicklist: true,
    }),
    picklist('ForecastCategoryName', 255, FORECAST_NAMES, {
      ...DEFAULTED,
      ...NO_FLS,
      label: 'Forecast Category',
      isRestrictedPicklist: true,
    }),
    reference('CampaignId', 'Campaign'),
    boolean('HasOpportunityLineItem', { ...READ_ONLY, label: 'Has Line Item' }),
    reference('Pricebook2Id', 'Pricebook2', { ...DEFAULTED, ...NO_FLS, label: 'Price Book ID' }),
    reference('OwnerId', 'User', { ...DEFAULTED, ...NO_FLS, isNillable: false }),
    ...SYSTEM_BLOCK,
    LAST_ACTIVITY,
    datetime('LastStageChangeDate', READ_ONLY),
    int('FiscalQuarter', 9, READ_ONLY),
    int('FiscalYear', 9, READ_ONLY),
    string('Fiscal', 6, { ...READ_ONLY, label: 'Fiscal Period' }),
    reference('ContactId', 'Contact', { ...CREATE_ONLY, relationshipName: null, ...child('Opportunities') }),
    ...LAST_SEEN,
    boolean('HasOpenActivity', { ...READ_ONLY, ...NO_QUERY }),
    boolean('HasOverdueTask', { ...READ_ONLY, ...NO_QUERY }),
    reference('LastAmountChangedHistoryId', 'OpportunityHistory', {
      ...READ_ONLY,
      label: 'Opportunity History ID',
    }),
    reference('LastCloseDateChangedHistoryId', 'OpportunityHistory', {
      ...READ_ONLY,
      label: 'Opportunity History ID',
    }),
  ],
};
