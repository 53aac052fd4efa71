import Glibc
import Testing

/// A real Postfix on a loopback port: STARTTLS with a certificate of its own, a login from a SASL database, and every
/// mail for example.org in one Maildir. It is started by root only, as Postfix is.
final class Postfix: Sendable {
  let folder = TemporaryFolder()
  let port: UInt16

  /// The certificate to trust.
  var certificate: String { "\(folder.path)/cert.pem" }

  /// Runs something with a Postfix, which is gone afterwards, however that ends.
  static func run(_ body: (Postfix) async throws -> Void) async throws {
    let postfix = try await Postfix()
    do {
      try await body(postfix)
      await postfix.stop()
    } catch {
      await postfix.stop()
      throw error
    }
  }

  /// Starts it, on a port that was free a moment ago.
  private init() async throws {
    port = try Self.freePort()
    let script = folder.write(Self.script, to: "start", mode: 0o700)
    let said = await Self.run(script, folder.path, String(port))
    try #require(said == "started\n", "\(folder.text(of: "start.log"))\(folder.text(of: "log"))")
  }

  private static func freePort() throws -> UInt16 { try MailServer().port }

  private func stop() async { _ = await Self.run("postfix", "-c", folder.path, "stop") }

  private static func run(_ words: String...) async -> String {
    await Shell.run(words, environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"])
  }

  /// The mails that were delivered, as soon as there are so many.
  func mails(_ count: Int) async throws -> [String] {
    for _ in 0..<200 {
      let names = await Self.run("ls", "\(folder.path)/mail/box/new").split(separator: "\n")
      if names.count >= count { return names.map { "\(folder.path)/mail/box/new/\($0)" } }
      try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record("not delivered: \(folder.text(of: "log"))")
    return []
  }

  private static let script = #"""
    #!/bin/sh
    set -eu
    cd "$1"
    chmod 711 .
    mkdir spool data mail sasl
    chown postfix data
    chown nobody mail
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1 \
      -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem 2>/dev/null
    printf 'pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN LOGIN\nsasldb_path: %s/sasldb2\n' "$1" \
      >sasl/smtpd.conf
    printf 'a secret' | saslpasswd2 -c -p -f "$1/sasldb2" -u example.org ada
    chown postfix sasldb2
    cat >main.cf <<END
    compatibility_level = 3.6
    queue_directory = $1/spool
    data_directory = $1/data
    command_directory = /usr/sbin
    daemon_directory = /usr/lib/postfix/sbin
    mail_owner = postfix
    setgid_group = postdrop
    inet_interfaces = 127.0.0.1
    inet_protocols = ipv4
    myhostname = mail.example.org
    mydestination =
    mynetworks =
    alias_maps =
    local_recipient_maps =
    virtual_mailbox_domains = example.org
    virtual_mailbox_base = $1/mail
    virtual_mailbox_maps = static:box/
    virtual_uid_maps = static:65534
    virtual_gid_maps = static:65534
    virtual_minimum_uid = 1
    smtpd_tls_cert_file = $1/cert.pem
    smtpd_tls_key_file = $1/key.pem
    smtpd_tls_security_level = encrypt
    smtpd_sasl_auth_enable = yes
    smtpd_sasl_local_domain = example.org
    cyrus_sasl_config_path = $1/sasl
    smtpd_relay_restrictions = permit_sasl_authenticated, reject
    maillog_file = $1/log
    maillog_file_prefixes = $1
    END
    cat >master.cf <<END
    127.0.0.1:$2 inet n - n - - smtpd
    cleanup unix n - n - 0 cleanup
    qmgr unix n - n 300 1 qmgr
    tlsmgr unix - - n 1000? 1 tlsmgr
    rewrite unix - - n - - trivial-rewrite
    bounce unix - - n - 0 bounce
    defer unix - - n - 0 bounce
    trace unix - - n - 0 bounce
    proxymap unix - - n - - proxymap
    virtual unix - n n - - virtual
    anvil unix - - n - 1 anvil
    postlog unix-dgram n - n - 1 postlogd
    END
    postfix -c "$1" start >start.log 2>&1
    echo started
    """#
}
