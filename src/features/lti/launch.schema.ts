/** A registration as logins and launches need it: the row, parsed once and cached. */
export interface Registration {
  schoolId: string;
  id: string;
  issuer: string;
  clientId: string;
  authLoginUrl: string;
  jwksUrl: string;
  family: string;
  active: boolean;
}

/** A third-party-initiated login, checked. */
export interface LoginRequest {
  kind: 'login';
  issuer: string;
  /** Opaque; goes back to the platform unchanged. */
  loginHint: string;
  messageHint: string | null;
  /** Normalised, so that spellings of one address compare equal. */
  targetLinkUri: string;
  clientId: string | null;
  deploymentHint: string | null;
}

/** A resource link launch, checked; what platforms leave out or can't tell is null. */
export interface Launch {
  kind: 'launch';
  deploymentId: string;
  subject: string;
  nonce: string;
  /** Normalised, as at the login. */
  targetLinkUri: string;
  resourceLinkId: string;
  name: string | null;
  email: string | null;
  username: string | null;
  roles: string[];
  context: { id: string; title: string } | null;
  /** Only values the platform really filled in. */
  custom: Record<string, string>;
  locale: string | null;
  returnUrl: string | null;
  /** product_family_code as the platform says it at this launch. */
  family: string | null;
}
