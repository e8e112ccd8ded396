/** What users meet whose assertion was refused (setup-pages.md A.7, observed). */
export const SAML_ERROR = `<% layout('@layout', { title: 'SAML Error | Salesforce' }) %>
<h1>Single Sign-On Error</h1>
<p>We can't log you in. Check for an invalid assertion in the SAML Assertion Validator (available in Single Sign-On Settings) or check the login history for failed logins.</p>
`;
