/**
 * The standard objects whose records are kept, each with its fields that have field-level security: what permissions of profiles and
 * permission sets may name. The parts of an address have that of the address. Held to the definitions of `data/` by a test, as seeds
 * are read before any definition is loaded.
 */
export const STANDARD_FIELDS: Readonly<Record<string, readonly string[]>> = {
  Account: names(
    'Type ParentId BillingAddress ShippingAddress Phone Fax AccountNumber Website Sic Industry AnnualRevenue NumberOfEmployees Ownership TickerSymbol Description Rating Site Jigsaw JigsawCompanyId CleanStatus AccountSource DunsNumber Tradestyle NaicsCode NaicsDesc YearStarted SicDesc DandbCompanyId OperatingHoursId',
  ),
  Case: names(
    'ContactId AccountId AssetId ParentId SuppliedName SuppliedEmail SuppliedPhone SuppliedCompany Type Reason Origin Subject Priority Description IsClosed ClosedDate IsEscalated ContactPhone ContactMobile ContactEmail ContactFax',
  ),
  Contact: names(
    'AccountId OtherAddress MailingAddress Phone Fax MobilePhone HomePhone OtherPhone AssistantPhone ReportsToId Email Title Department AssistantName LeadSource Birthdate Description LastCURequestDate LastCUUpdateDate EmailBouncedReason EmailBouncedDate IsEmailBounced Jigsaw JigsawContactId CleanStatus IndividualId',
  ),
  Event: names(
    'WhoId WhatId Subject Location IsAllDayEvent ActivityDateTime ActivityDate DurationInMinutes StartDateTime EndDateTime EndDate Description AccountId IsPrivate ShowAs IsChild IsGroupEvent IsArchived IsRecurrence ReminderDateTime IsReminderSet EventSubtype',
  ),
  Lead: names(
    'Title Address Phone MobilePhone Fax Email Website Description LeadSource Industry Rating AnnualRevenue NumberOfEmployees IsUnreadByOwner Jigsaw JigsawContactId CleanStatus CompanyDunsNumber DandbCompanyId EmailBouncedReason EmailBouncedDate IndividualId',
  ),
  Opportunity: names(
    'AccountId IsPrivate Description Amount Probability ExpectedRevenue TotalOpportunityQuantity Type NextStep LeadSource IsClosed IsWon ForecastCategory CampaignId HasOpportunityLineItem LastStageChangeDate FiscalQuarter FiscalYear Fiscal ContactId HasOpenActivity HasOverdueTask LastAmountChangedHistoryId LastCloseDateChangedHistoryId',
  ),
  Task: names(
    'WhoId WhatId Subject ActivityDate IsHighPriority Description AccountId IsClosed IsArchived CallDurationInSeconds CallType CallDisposition CallObject ReminderDateTime IsReminderSet RecurrenceActivityId IsRecurrence RecurrenceStartDateOnly RecurrenceEndDateOnly RecurrenceTimeZoneSidKey RecurrenceType RecurrenceInterval RecurrenceDayOfWeekMask RecurrenceDayOfMonth RecurrenceInstance RecurrenceMonthOfYear TaskSubtype',
  ),
};

function names(list: string): string[] {
  return list.split(' ');
}
