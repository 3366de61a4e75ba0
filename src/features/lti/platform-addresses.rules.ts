/** Where a platform signs readers in, gives tokens and publishes its keys. */
export interface PlatformAddresses {
  authLoginUrl: string;
  tokenUrl: string;
  jwksUrl: string;
}

/** The addresses that follow from the kind of LMS; null where they must be told. */
export function platformAddresses(family: string, issuer: string): PlatformAddresses | null {
  const site = issuer.replace(/\/+$/, '');
  if (family === 'moodle')
    return {
      authLoginUrl: `${site}/mod/lti/auth.php`,
      tokenUrl: `${site}/mod/lti/token.php`,
      jwksUrl: `${site}/mod/lti/certs.php`,
    };
  // All hosted Canvas schools share one issuer and these addresses; a school's own Canvas tells its own.
  if (family === 'canvas' && /^https:\/\/canvas\.(?:beta\.|test\.)?instructure\.com$/.test(site)) {
    const stage = /canvas\.(beta\.|test\.)?/.exec(site)?.[1] ?? '';
    const sso = `https://sso.${stage}canvaslms.com`;
    return {
      authLoginUrl: `${sso}/api/lti/authorize_redirect`,
      tokenUrl: `${sso}/login/oauth2/token`,
      jwksUrl: `${sso}/api/lti/security/jwks`,
    };
  }
  return null;
}
