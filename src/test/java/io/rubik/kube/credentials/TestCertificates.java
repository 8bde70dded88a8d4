package io.rubik.kube.credentials;

import io.rubik.standin.Certificates;
import io.rubik.standin.ClientCertificate;

/** Certificates made once for all tests that look at no server. */
final class TestCertificates {

  static final Certificates AUTHORITY = Certificates.create();
  static final String CA = AUTHORITY.caPem();
  static final ClientCertificate EC = AUTHORITY.issueEc("system:node:ec");
  static final ClientCertificate RSA = AUTHORITY.issueRsa("system:node:rsa");

  private TestCertificates() {}
}
