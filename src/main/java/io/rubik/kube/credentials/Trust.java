package io.rubik.kube.credentials;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The authorities that may have signed the API server's certificate. */
final class Trust {

  private final X509TrustManager manager;

  private Trust(X509TrustManager manager) {
    this.manager = manager;
  }

  /** Returns trust in the authorities of a PEM text only. */
  static Trust of(byte[] pem, String where) throws CredentialsException {
    return of(Pem.parse(pem, where));
  }

  /** Returns trust in the authorities of a PEM text only. */
  static Trust of(Pem pem) throws CredentialsException {
    try {
      KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
      authorities.load(null, null);
      int count = 0;
      for (X509Certificate certificate : pem.certificates()) {
        authorities.setCertificateEntry("ca" + count++, certificate);
      }
      return new Trust(manager(authorities));
    } catch (CredentialsException e) {
      throw e;
    } catch (GeneralSecurityException | IOException e) {
      throw new CredentialsException(pem.where() + " cannot be used: " + e.getMessage());
    }
  }

  /** Returns trust in the JDK's default authorities. */
  static Trust ofJdk() throws CredentialsException {
    try {
      return new Trust(manager(null));
    } catch (GeneralSecurityException e) {
      throw new CredentialsException("the JDK's authorities cannot be used: " + e.getMessage());
    }
  }

  X509TrustManager manager() {
    return manager;
  }

  private static X509TrustManager manager(@Nullable KeyStore authorities)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("no X.509 trust manager"));
  }
}
