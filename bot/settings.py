"""Settings: every `ANTAM_…` variable, its default and its meaning; read from the environment or `.env`."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from dotenv.parser import Binding, Original, parse_stream
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
ENV_FILE = Path(".env")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?")
Fraction = Annotated[Decimal, Field(ge=0, le=1)]


class Settings(BaseSettings):
    """All settings; a field ``name`` is the variable ``ANTAM_NAME``."""

    model_config = SettingsConfigDict(env_prefix="ANTAM_", env_file=ENV_FILE, extra="ignore", frozen=True)

    data_dir: Path = Field(
        ROOT / "var", description="Thư mục chứa dữ liệu SQLite, khóa và mô hình đã huấn luyện."
    )
    model_dir: Path | None = Field(
        None, description="Thư mục chứa mô hình đã huấn luyện; trống: models trong data_dir."
    )
    intents_dir: Path = Field(ROOT / "intents", description="Thư mục câu mẫu và quy tắc hội thoại.")
    messages_dir: Path = Field(ROOT / "messages", description="Thư mục lời văn của chatbot.")
    golden_dir: Path = Field(
        ROOT / "golden",
        description="Thư mục câu hỏi chuẩn: mô hình mới hiểu sai câu nào thì không được dùng.",
    )
    database_url: str = Field(
        "", description="Cơ sở dữ liệu (dạng URL của SQLAlchemy); trống: SQLite trong data_dir."
    )
    encryption_keys: SecretStr | None = Field(
        None, description="Bộ khóa mã hóa dữ liệu cá nhân; trống: sinh ra lần đầu và lưu trong data_dir."
    )
    secret_key: SecretStr | None = Field(
        None,
        description="Khóa ký phiên làm việc của trang quản trị và trang trò chuyện; trống: sinh ra lần đầu.",
    )
    today: date | None = Field(None, description="Cố định ngày áp dụng luật (thử nghiệm); trống: hôm nay.")
    public_url: str = Field(
        "", description="Địa chỉ mà bên ngoài dùng để tới An Tâm, ví dụ https://antam.example.vn."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Mức ghi nhật ký.")
    log_format: Literal["console", "json"] = Field("console", description="Dạng nhật ký.")

    province_code: int = Field(24, description="Mã tỉnh/thành phố (danh mục hành chính từ 01/07/2025).")
    province_file: Path = Field(
        ROOT / "provinces" / "bac_ninh.yml",
        description="Tệp của tỉnh: giờ làm việc, ngày nghỉ, số điện thoại và trang mạng đã xác minh.",
    )
    province_name: str = Field("tỉnh Bắc Ninh", description="Tên tỉnh/thành phố trong lời văn.")
    office_name: str = Field("Bảo hiểm xã hội tỉnh Bắc Ninh", description="Tên cơ quan bảo hiểm xã hội.")
    office_address: str = Field("", description="Địa chỉ cơ quan; trống: không nêu.")
    office_hours: str = Field("giờ hành chính, thứ Hai đến thứ Sáu", description="Giờ làm việc.")
    office_website: str = Field("", description="Trang thông tin chính thức; trống: không nêu.")
    hotline: str = Field("1900 9068", description="Số điện thoại hỗ trợ; mặc định là tổng đài toàn quốc.")
    local_support_rate: Fraction = Field(
        Decimal(0), description="Tỷ lệ tỉnh hỗ trợ thêm trên mức đóng theo chuẩn nghèo (0,1 là 10 %)."
    )
    consent_retention: str = Field(
        "đến khi hoàn tất thủ tục tham gia, hoặc khi anh/chị yêu cầu xóa",
        description="Thời gian lưu dữ liệu đăng ký, như sẽ báo khi xin đồng ý.",
    )

    form_link_hours: int = Field(
        72, ge=1, le=24 * 30, description="Số giờ một đường dẫn tới tờ khai dùng được."
    )
    declaration_days: int = Field(
        90, ge=1, le=3650, description="Số ngày giữ tờ khai cùng số định danh; hết hạn thì xóa."
    )
    collecting_organisation: str = Field(
        "", description="Tên tổ chức hỗ trợ phát triển đối tượng, ghi trên D05-TS; trống: để chấm."
    )
    collecting_organisation_code: str = Field(
        "", description="Mã tổ chức do cơ quan bảo hiểm xã hội cấp, ghi trên D05-TS; trống: để chấm."
    )
    lead_webhook_url: str = Field(
        "", description="Địa chỉ hệ thống riêng của cơ quan nhận tin khi đăng ký thay đổi; trống: không gửi."
    )
    lead_webhook_secret: SecretStr | None = Field(
        None, description="Khóa ký (HMAC-SHA256) các tin gửi tới địa chỉ ấy; bắt buộc khi có địa chỉ."
    )

    telegram_token: SecretStr | None = Field(
        None, description="Mã của bot Telegram do @BotFather cấp; trống: không mở kênh Telegram."
    )
    telegram_mode: Literal["webhook", "polling"] = Field(
        "polling",
        description="Cách nhận tin Telegram: polling (tự hỏi) hoặc webhook (cần địa chỉ công khai).",
    )
    telegram_webhook_secret: SecretStr | None = Field(
        None, description="Mã bí mật mà Telegram gửi kèm mỗi tin qua webhook; bắt buộc ở chế độ webhook."
    )
    telegram_api_base_url: str = Field(
        "https://api.telegram.org", description="Máy chủ Bot API; mã bot được nối vào sau."
    )
    zalo_oa_app_id: str = Field(
        "", description="Mã ứng dụng Zalo gắn với Official Account; trống: không mở kênh Zalo OA."
    )
    zalo_oa_app_secret: SecretStr | None = Field(
        None, description="Khóa bí mật của ứng dụng Zalo, để xin và gia hạn mã truy cập."
    )
    zalo_oa_secret_key: SecretStr | None = Field(
        None, description="OA Secret Key ở trang Webhook của ứng dụng, để nhận ra tin thật của Zalo."
    )
    zalo_oa_refresh_token: SecretStr | None = Field(
        None,
        description="Refresh token đầu tiên; các mã sau nằm trong cơ sở dữ liệu. Trống: dùng antam zalo connect.",
    )
    zalo_oa_api_base_url: str = Field("https://openapi.zalo.me", description="Máy chủ OpenAPI của Zalo.")
    zalo_oauth_base_url: str = Field("https://oauth.zaloapp.com", description="Máy chủ cấp mã của Zalo.")
    zalo_oa_signature_variants: bool = Field(
        False,
        description="Nhận cả chữ ký Zalo tính với mã OA hoặc với X-ZEvent-Timestamp; chỉ bật khi chữ ký không khớp.",
    )
    zalo_oa_appsecret_proof: bool = Field(
        False, description="Gửi kèm appsecret_proof trong mỗi lần gọi Zalo; bật khi ứng dụng đòi hỏi."
    )
    zalo_oa_button_template: Literal["", "button"] = Field(
        "", description="template_type của tin có nút trên Zalo OA; trống: không ghi."
    )
    zalo_oa_info_image: str = Field(
        "", description="Địa chỉ hình trên thẻ xin số điện thoại của Zalo OA; trống: thẻ không có hình."
    )
    zalo_oa_code_verifier: SecretStr | None = Field(
        None,
        description="code_verifier cố định (43 ký tự) nếu ứng dụng đã khai code_challenge; trống: sinh mỗi lần.",
    )
    person_pause_seconds: float = Field(
        1, ge=0, le=60, description="Số giây ít nhất giữa hai tin gửi cho cùng một người (Telegram, Zalo)."
    )
    zalo_bot_token: SecretStr | None = Field(
        None, description="Mã của bot trên Zalo Bot Platform; trống: không mở kênh Zalo Bot."
    )
    zalo_bot_mode: Literal["webhook", "polling"] = Field(
        "polling",
        description="Cách nhận tin của Zalo Bot: polling (tự hỏi) hoặc webhook (cần địa chỉ công khai).",
    )
    zalo_bot_webhook_secret: SecretStr | None = Field(
        None,
        description="Mã bí mật (8–256 ký tự) mà Zalo gửi kèm mỗi tin qua webhook; bắt buộc ở chế độ webhook.",
    )
    zalo_bot_api_base_url: str = Field(
        "https://bot-api.zaloplatforms.com", description="Máy chủ Zalo Bot API; mã bot được nối vào sau."
    )
    zalo_oa_link: str = Field(
        "",
        description="Địa chỉ mở Official Account, ví dụ https://zalo.me/1234567890; dùng cho liên kết và mã QR.",
    )
    zalo_bot_link: str = Field(
        "", description="Địa chỉ mở bot trên Zalo Bot Platform; dùng cho liên kết và mã QR."
    )
    widget_origins: str = Field(
        "",
        description="Các trang được nhúng khung trò chuyện, cách nhau bằng dấu phẩy, ví dụ https://xa.example.vn.",
    )
    silent_hours: float = Field(
        24,
        ge=0,
        description="Số giờ một webhook không đưa tin nào thì báo động (Telegram, Zalo); 0: không báo.",
    )
    join_seconds: float = Field(
        2,
        ge=0,
        le=10,
        description="Số giây chờ dòng tiếp theo để trả lời chung các dòng gõ liền nhau (Telegram, Zalo).",
    )

    answer_threshold: float | None = Field(
        None,
        ge=0,
        le=1,
        description="Độ chắc chắn từ đó trả lời ngay; trống: giá trị đo được lúc huấn luyện.",
    )
    choose_threshold: float | None = Field(
        None,
        ge=0,
        le=1,
        description="Độ chắc chắn từ đó đưa lựa chọn; trống: giá trị đo được lúc huấn luyện.",
    )

    learning_days: int = Field(
        180, ge=1, description="Số ngày giữ câu hỏi chưa hiểu rõ (đã che thông tin cá nhân) để dạy lại bot."
    )
    model_check_seconds: float = Field(
        15, gt=0, description="Cứ bao nhiêu giây thì xem có mô hình mới được đưa vào dùng hay không."
    )
    text_check_seconds: float = Field(
        5, gt=0, description="Cứ bao nhiêu giây thì xem có lời văn mới được đăng hay không."
    )
    llm_base_url: str = Field(
        "",
        description="Địa chỉ mô hình ngôn ngữ dạng OpenAI, ví dụ http://127.0.0.1:11434/v1; trống: không dùng.",
    )
    llm_model: str = Field("", description="Tên mô hình ngôn ngữ ở địa chỉ ấy.")
    llm_api_key: SecretStr | None = Field(None, description="Khóa của mô hình ngôn ngữ, nếu nơi ấy đòi.")
    llm_timeout_seconds: float = Field(
        3, gt=0, le=10, description="Chờ mô hình ngôn ngữ nhiều nhất bao nhiêu giây rồi trả lời không cần nó."
    )

    cookie_secure: bool = Field(
        True,
        description="Cookie chỉ gửi qua HTTPS (và địa chỉ nội bộ của máy); chỉ tắt khi thử trong mạng kín.",
    )
    trusted_hosts: str = Field(
        "*", description="Các tên máy được phục vụ, cách nhau bằng dấu phẩy; * là tất cả."
    )
    sign_in_max_failures: int = Field(5, ge=1, description="Số lần đăng nhập sai trước khi tạm khóa.")
    sign_in_lock_minutes: int = Field(15, ge=1, description="Số phút tạm khóa đăng nhập.")
    session_hours: int = Field(8, ge=1, description="Số giờ một phiên quản trị còn hiệu lực.")

    @field_validator("widget_origins")
    @classmethod
    def _origins(cls, value: str) -> str:
        origins = [origin.strip().rstrip("/") for origin in value.split(",") if origin.strip()]
        if not all(_ORIGIN.fullmatch(origin) for origin in origins):
            raise ValueError("an origin is written as https://xa.example.vn, without a path")
        return ",".join(origins)

    @field_validator("trusted_hosts")
    @classmethod
    def _host_names(cls, value: str) -> str:
        if any("*" in host.strip().removeprefix("*.") for host in value.split(",") if host.strip() != "*"):
            raise ValueError("a name is written as antam.example.vn, or *.example.vn for all below it")
        return value

    @property
    def resolved_model_dir(self) -> Path:
        """Where trained models are cached."""
        return self.model_dir or self.data_dir / "models"

    @property
    def resolved_database_url(self) -> str:
        """The database in use: the one set, or the embedded SQLite file."""
        return self.database_url or f"sqlite:///{self.data_dir / 'antam.sqlite3'}"

    def make_data_dir(self) -> None:
        """Make the folder for data where there is none.

        :raises SettingsError: when it cannot be made.
        """
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(
                f"Không tạo được thư mục dữ liệu {self.data_dir}: {error.strerror}",
                remedy="sửa ANTAM_DATA_DIR hoặc cấp quyền ghi cho thư mục chứa nó",
            ) from None


def load_settings(**overrides: object) -> Settings:
    """Settings from overrides, environment and `.env`.

    :raises SettingsError: naming the variable that is wrong and what it may be, or the line of `.env`.
    """
    if "_env_file" not in overrides:
        _check_env_file(ENV_FILE)
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks what comes in
    except ValidationError as error:
        first = error.errors()[0]
        name = "ANTAM_" + "_".join(str(part) for part in first["loc"]).upper()
        # The value itself is left out: it may be a secret.
        raise SettingsError(
            f"{name}: {first['msg']}", remedy="sửa biến này trong môi trường hoặc tệp .env"
        ) from None


def _check_env_file(file: Path) -> None:
    """Refuse what would be passed over in silence: a line that sets nothing."""
    if not file.is_file():
        return
    try:
        with file.open(encoding="utf-8") as stream:
            wrong = [line.original for line in parse_stream(stream) if line.error or _sets_nothing(line)]
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"Không đọc được tệp {file}", remedy="lưu tệp ở dạng văn bản UTF-8") from None
    if wrong:
        raise SettingsError(
            f"Tệp {file}, dòng {_number_of(wrong[0])}: viết sai", remedy="mỗi dòng viết là TÊN_BIẾN=giá trị"
        )


def _sets_nothing(line: Binding) -> bool:
    return line.key is not None and line.value is None


def _number_of(line: Original) -> int:
    """The line's number in its file: its text begins with the blank lines before it."""
    before = line.string[: -len(line.string.lstrip())]
    return line.line + before.count("\n")
