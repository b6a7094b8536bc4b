"""What opens the account: the application's id and secrets, the servers, and what is not settled about Zalo.

No page of Zalo's and no running program agree on the last ones, so they are settings until an account of the office's
own shows which it is.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Access:
    """The settings of one application that serves one Official Account.

    :param secret_key: signs the events; not the application's secret.
    :param refresh_token: the first one; those that followed are in the database.
    :param any_signature: whether other ways in which Zalo may compute the signature are tried too.
    :param sends_proof: whether calls carry `appsecret_proof`.
    :param button_template: the `template_type` of a message with buttons; empty: it has none.
    :param info_image: the picture on the card that asks for the phone; empty: it has none.
    :param code_verifier: a fixed one for the consent, where its challenge is registered at Zalo.
    :param public_url: where Zalo reaches us.
    """

    app_id: str
    app_secret: str | None = field(default=None, repr=False)
    secret_key: str | None = field(default=None, repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    code_verifier: str | None = field(default=None, repr=False)
    api_base_url: str = "https://openapi.zalo.me"
    oauth_base_url: str = "https://oauth.zaloapp.com"
    public_url: str = ""
    any_signature: bool = False
    sends_proof: bool = False
    button_template: str = ""
    info_image: str = ""
