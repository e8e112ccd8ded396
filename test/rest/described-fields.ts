/** Fields of three objects in describe order, for tests: name; label; type and length; flags as in rest-data.md 10; what else differs. */

export const CONTACT = `
Id; Contact ID; id; !d-sx;
IsDeleted; Deleted; boolean; -s;
MasterRecordId; Master Record ID; reference; -s; {"referenceTo":["Contact"],"relationshipName":"MasterRecord"}
AccountId; Account ID; reference; ;
LastName; Last Name; string(80); !s; {"compoundFieldName":"Name","extraTypeInfo":"personname"}
FirstName; First Name; string(40); s; {"compoundFieldName":"Name","extraTypeInfo":"personname"}
Salutation; Salutation; picklist(40); s; {"compoundFieldName":"Name","extraTypeInfo":"personname","picklistValues":"Mr.|Ms.|Mrs.|Dr.|Prof.|Mx."}
Name; Full Name; string(121); !-sN; {"extraTypeInfo":"personname"}
OtherStreet; Other Street; textarea(255); ; {"compoundFieldName":"OtherAddress"}
OtherCity; Other City; string(40); ; {"compoundFieldName":"OtherAddress"}
OtherState; Other State/Province; string(80); ; {"compoundFieldName":"OtherAddress"}
OtherPostalCode; Other Zip/Postal Code; string(20); ; {"compoundFieldName":"OtherAddress"}
OtherCountry; Other Country; string(80); ; {"compoundFieldName":"OtherAddress"}
OtherLatitude; Other Latitude; double; ; {"compoundFieldName":"OtherAddress","precision":18,"scale":15}
OtherLongitude; Other Longitude; double; ; {"compoundFieldName":"OtherAddress","precision":18,"scale":15}
OtherGeocodeAccuracy; Other Geocode Accuracy; picklist(40); R; {"compoundFieldName":"OtherAddress","picklistValues":"Address|NearAddress|Block|Street|ExtendedZip|Zip|Neighborhood|City|County|State|Unknown"}
OtherAddress; Other Address; address; ;
MailingStreet; Mailing Street; textarea(255); ; {"compoundFieldName":"MailingAddress"}
MailingCity; Mailing City; string(40); ; {"compoundFieldName":"MailingAddress"}
MailingState; Mailing State/Province; string(80); ; {"compoundFieldName":"MailingAddress"}
MailingPostalCode; Mailing Zip/Postal Code; string(20); ; {"compoundFieldName":"MailingAddress"}
MailingCountry; Mailing Country; string(80); ; {"compoundFieldName":"MailingAddress"}
MailingLatitude; Mailing Latitude; double; ; {"compoundFieldName":"MailingAddress","precision":18,"scale":15}
MailingLongitude; Mailing Longitude; double; ; {"compoundFieldName":"MailingAddress","precision":18,"scale":15}
MailingGeocodeAccuracy; Mailing Geocode Accuracy; picklist(40); R; {"compoundFieldName":"MailingAddress","picklistValues":"Address|NearAddress|Block|Street|ExtendedZip|Zip|Neighborhood|City|County|State|Unknown"}
MailingAddress; Mailing Address; address; ;
Phone; Business Phone; phone(40); ;
Fax; Business Fax; phone(40); ;
MobilePhone; Mobile Phone; phone(40); ;
HomePhone; Home Phone; phone(40); ;
OtherPhone; Other Phone; phone(40); ;
AssistantPhone; Asst. Phone; phone(40); ;
ReportsToId; Reports To ID; reference; ; {"referenceTo":["Contact"],"relationshipName":"ReportsTo"}
Email; Email; email(80); x;
Title; Title; string(128); ;
Department; Department; string(80); ;
AssistantName; Assistant's Name; string(40); ;
LeadSource; Lead Source; picklist(255); ; {"picklistValues":"Web|Phone Inquiry|Partner Referral|Purchased List|Other"}
Birthdate; Birthdate; date; ;
Description; Contact Description; textarea(32000); ; {"extraTypeInfo":"plaintextarea"}
OwnerId; Owner ID; reference; !ds; {"referenceTo":["User"],"relationshipName":"Owner"}
CreatedDate; Created Date; datetime; !d-s;
CreatedById; Created By ID; reference; !d-s; {"referenceTo":["User"],"relationshipName":"CreatedBy"}
LastModifiedDate; Last Modified Date; datetime; !d-s;
LastModifiedById; Last Modified By ID; reference; !d-s; {"referenceTo":["User"],"relationshipName":"LastModifiedBy"}
SystemModstamp; System Modstamp; datetime; !d-s;
LastActivityDate; Last Activity; date; -s;
LastCURequestDate; Last Stay-in-Touch Request Date; datetime; -;
LastCUUpdateDate; Last Stay-in-Touch Save Date; datetime; -;
LastViewedDate; Last Viewed Date; datetime; -s;
LastReferencedDate; Last Referenced Date; datetime; -s;
EmailBouncedReason; Email Bounced Reason; string(255); ;
EmailBouncedDate; Email Bounced Date; datetime; ;
IsEmailBounced; Is Email Bounced; boolean; -;
PhotoUrl; Photo URL; url(255); -s; {"extraTypeInfo":"imageurl"}
Jigsaw; Data.com Key; string(20); ;
JigsawContactId; Jigsaw Contact ID; string(20); -;
CleanStatus; Clean Status; picklist(40); R; {"picklistValues":"Matched|Different|Acknowledged|NotFound|Inactive|Pending*|SelectMatch|Skipped"}
IndividualId; Individual ID; reference; ; {"referenceTo":["Individual"],"relationshipName":"Individual"}
`;

export const EVENT = `
Id; Activity ID; id; !d-sx;
WhoId; Name ID; reference; ; {"namePointing":true,"polymorphicForeignKey":true,"referenceTo":["Contact","Lead"],"relationshipName":"Who"}
WhatId; Related To ID; reference; ; {"namePointing":true,"polymorphicForeignKey":true,"referenceTo":["Account","Case","Opportunity"],"relationshipName":"What"}
Subject; Subject; combobox(255); N; {"picklistValues":"Call|Email|Meeting|Send Letter/Quote|Other"}
Location; Location; string(255); ;
IsAllDayEvent; All-Day Event; boolean; ;
ActivityDateTime; Due Date Time; datetime; ;
ActivityDate; Due Date Only; date; ;
DurationInMinutes; Duration; int; ;
StartDateTime; Start Date Time; datetime; ;
EndDateTime; End Date Time; datetime; ;
EndDate; End Date; date; -;
Description; Description; textarea(32000); ; {"extraTypeInfo":"plaintextarea"}
AccountId; Account ID; reference; -;
OwnerId; Assigned To ID; reference; !ds; {"referenceTo":["User"],"relationshipName":"Owner"}
IsPrivate; Private; boolean; ;
ShowAs; Show Time As; picklist(40); d; {"picklistValues":"Busy*|OutOfOffice|Free"}
IsDeleted; Deleted; boolean; -s;
IsChild; Is Child; boolean; -;
IsGroupEvent; Is Group Event; boolean; -;
CreatedDate; Created Date; datetime; !d-s;
CreatedById; Created By ID; reference; !d-s; {"referenceTo":["User"],"relationshipName":"CreatedBy"}
LastModifiedDate; Last Modified Date; datetime; !d-s;
LastModifiedById; Last Modified By ID; reference; !d-s; {"referenceTo":["User"],"relationshipName":"LastModifiedBy"}
SystemModstamp; System Modstamp; datetime; !d-s;
IsArchived; Archived; boolean; -;
IsRecurrence; Create Recurring Series of Events; boolean; c;
ReminderDateTime; Reminder Date/Time; datetime; ;
IsReminderSet; Reminder Set; boolean; ;
EventSubtype; Event Subtype; picklist(40); cR; {"picklistValues":"Event*"}
`;

export const OPPORTUNITY = `
Id; Opportunity ID; id; !d-sx;
IsDeleted; Deleted; boolean; -s;
AccountId; Account ID; reference; ;
IsPrivate; Private; boolean; ;
Name; Name; string(120); !sxN;
Description; Description; textarea(32000); ; {"extraTypeInfo":"plaintextarea"}
StageName; Stage; picklist(255); !s; {"picklistValues":"Prospecting|Qualification|Needs Analysis|Value Proposition|Id. Decision Makers|Perception Analysis|Proposal/Price Quote|Negotiation/Review|Closed Won|Closed Lost"}
Amount; Amount; currency; ; {"precision":18,"scale":2}
Probability; Probability (%); percent; d; {"precision":3}
ExpectedRevenue; Expected Amount; currency; -; {"precision":18,"scale":2}
TotalOpportunityQuantity; Quantity; double; ; {"precision":18,"scale":2}
CloseDate; Close Date; date; !s;
Type; Opportunity Type; picklist(255); ; {"picklistValues":"Existing Customer - Upgrade|Existing Customer - Replacement|Existing Customer - Downgrade|New Customer"}
NextStep; Next Step; string(255); ;
LeadSource; Lead Source; picklist(255); ; {"picklistValues":"Web|Phone Inquiry|Partner Referral|Purchased List|Other"}
IsClosed; Closed; boolean; -;
IsWon; Won; boolean; -;
ForecastCategory; Forecast Category; picklist(40); !d-R; {"picklistValues":"Omitted|Pipeline|BestCase|MostLikely|Forecast|Closed"}
ForecastCategoryName; Forecast Category; picklist(255); dsR; {"picklistValues":"Omitted|Pipeline|Best Case|Commit|Closed"}
CampaignId; Campaign ID; reference; ; {"referenceTo":["Campaign"],"relationshipName":"Campaign"}
HasOpportunityLineItem; Has Line Item; boolean; -;
Pricebook2Id; Price Book ID; reference; ds; {"referenceTo":["Pricebook2"],"relationshipName":"Pricebook2"}
OwnerId; Owner ID; reference; !ds; {"referenceTo":["User"],"relationshipName":"Owner"}
CreatedDate; Created Date; datetime; !d-s;
CreatedById; Created By ID; reference; !d-s; {"referenceTo":["User"],"relationshipName":"CreatedBy"}
LastModifiedDate; Last Modified Date; datetime; !d-s;
LastModifiedById; Last Modified By ID; reference; !d-s; {"referenceTo":["User"],"relationshipName":"LastModifiedBy"}
SystemModstamp; System Modstamp; datetime; !d-s;
LastActivityDate; Last Activity; date; -s;
LastStageChangeDate; Last Stage Change Date; datetime; -;
FiscalQuarter; Fiscal Quarter; int; -; {"digits":9}
FiscalYear; Fiscal Year; int; -; {"digits":9}
Fiscal; Fiscal Period; string(6); -;
ContactId; Contact ID; reference; c; {"referenceTo":["Contact"],"relationshipName":null}
LastViewedDate; Last Viewed Date; datetime; -s;
LastReferencedDate; Last Referenced Date; datetime; -s;
HasOpenActivity; Has Open Activity; boolean; -; {"filterable":false,"groupable":false,"sortable":false}
HasOverdueTask; Has Overdue Task; boolean; -; {"filterable":false,"groupable":false,"sortable":false}
LastAmountChangedHistoryId; Opportunity History ID; reference; -; {"referenceTo":["OpportunityHistory"],"relationshipName":"LastAmountChangedHistory"}
LastCloseDateChangedHistoryId; Opportunity History ID; reference; -; {"referenceTo":["OpportunityHistory"],"relationshipName":"LastCloseDateChangedHistory"}
`;
