/** Where the pages are on which people see and set what is their own. */
export const RESET_TOKEN = '/_ui/system/security/ResetApiTokenEdit';
export const CHANGE_PASSWORD = '/_ui/system/security/ChangePassword';
/** Salesforce has these in Lightning, by the names of their nodes. */
export const PERSONAL_INFORMATION = '/setup/lightning/PersonalInformation';
export const ADVANCED_DETAILS = '/setup/lightning/AdvancedUserDetails';
